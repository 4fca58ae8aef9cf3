#!/usr/bin/env python3
"""Has evaluate.py write a report about two models, and compares it with what these really say."""
import json
import os

import bench
import lab

with bench.Bench() as work:
    lot, asked = work.lot('tickets', 200), work.lot('hidden', 60)
    paths = [work.train('baseline.pkl', lot)[0], work.train('network.pt', lot, epochs=1)[0]]
    source = work.write(asked)

    sizes = {path: os.path.getsize(path) / 1024 for path in paths}
    ran = lab.as_learner(['python3', '-W', 'ignore', 'evaluate.py', source, *paths, '--max-ms', '5000', '--max-kb', str(min(sizes.values()) / 2)], cwd=work.folder, timeout=120)
    try:
        said = json.loads(ran.out) if ran else None
    except ValueError:
        said = None
    lab.require('evaluate.py prints a report in JSON', isinstance(said, dict) and isinstance(said.get('models'), dict), expected='{"models": {...}, "chosen": ...}', found=bench.last(ran), file='evaluate.py')
    for path in paths:
        name, macro, found = os.path.basename(path), work.exam(path, asked)[0], said['models'].get(path)
        lab.check(f'{name}: it says what predict.py shows', isinstance(lab.get(found, 'macro_f1'), (int, float)) and abs(found['macro_f1'] - macro) < 1e-6, expected=f'macro_f1 {macro:.4f}',
                  found=str(lab.get(found, 'macro_f1')), file='evaluate.py')
        lab.check(f'{name}: and how large its file is', isinstance(lab.get(found, 'kb'), (int, float)) and abs(found['kb'] - sizes[path]) < 0.5, expected=f'{sizes[path]:.1f}', found=str(lab.get(found, 'kb')), file='evaluate.py')
    lab.check('Where the limits leave room for none, it chooses none', 'chosen' in said and said['chosen'] is None, expected='"chosen": null', found=os.path.basename(str(said.get('chosen', 'nothing'))), file='evaluate.py',
              hint='choose() gets the limits of the command line.')
