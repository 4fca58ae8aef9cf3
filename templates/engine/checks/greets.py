#!/usr/bin/env python3
import image
import lab

with image.built() as name:
    lab.expect_eq('what a container of the image says', lab.as_learner(['sh', 'greet.sh']).out.strip(), image.said(name),
                  hint='Is greet.sh copied to /greet.sh, and does CMD run it?', file='Dockerfile')
