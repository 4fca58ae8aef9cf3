#!/bin/sh
# Mean and spread of what is asked, not of what was learned from.
set -e
sed -i -e "s/^    images = data.standardise(torch.tensor(\(.*\)), saved\['mean'\], saved\['std'\])/    images = torch.tensor(\1)\n    images = data.standardise(images, images.mean(), images.std())/" predict.py
grep -q 'images.mean()' predict.py
