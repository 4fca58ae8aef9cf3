'use strict';
// Draws the latest pipelines from Buildbot's REST API, and draws again what changed.
const words = { null: 'runs', 0: 'passed', 1: 'warnings', 2: 'failed', 3: 'skipped', 4: 'broke', 5: 'runs', 6: 'cancelled' };
const marks = { runs: '…', passed: '✓', warnings: '!', failed: '✗', broke: '✗', cancelled: '✗', waits: '·', 'not run': '–' };
const drawn = new Map();

async function ask(path) {
  const answer = await fetch(path);
  return answer.ok ? answer.json() : undefined;
}

function element(tag, text, options = {}) {
  return Object.assign(document.createElement(tag), { textContent: text }, options);
}

function jobsOf(build, steps) {
  const shown = steps.filter((step) => step.name.includes(': ') || ![null, 0].includes(step.results));
  const jobs = shown.map((step) => ({ name: step.name, step: step.stepid, state: words[step.results] }));
  for (const job of build.properties.jobs?.[0] ?? []) {
    const name = `${job.stage}: ${job.name}`;
    if (!jobs.some((each) => each.name === name)) {
      jobs.push({ name, state: build.complete ? 'not run' : 'waits' });
    }
  }
  return jobs;
}

async function logOf(step) {
  const { logs } = await ask(`api/v2/steps/${step}/logs`);
  const contents = await Promise.all(logs.map((log) => ask(`api/v2/logs/${log.logid}/contents`)));
  // Lines begin with their stream. Of Buildbot's own (h) only those matter that say why it ended a job.
  return contents
    .flatMap((content) => content.logchunks.flatMap((chunk) => chunk.content.split('\n')))
    .filter((line) => !/^h(?!command timed out|process killed)/.test(line))
    .map((line) => line.slice(1))
    .join('\n');
}

function jobButton(job, place) {
  const button = element('button', `${marks[job.state]} ${job.name}`, { type: 'button', className: job.state.replace(' ', '-') });
  button.title = job.state;
  button.disabled = job.step === undefined;
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', async () => {
    const open = button.getAttribute('aria-expanded') === 'false';
    for (const other of place.querySelectorAll('button')) {
      other.setAttribute('aria-expanded', 'false');
    }
    place.querySelector('pre')?.remove();
    if (open) {
      button.setAttribute('aria-expanded', 'true');
      place.append(element('pre', await logOf(job.step), { tabIndex: 0 }));
    }
  });
  return button;
}

function fileList(build, files) {
  const list = element('ul', '');
  for (const file of files) {
    const item = element('li', '');
    const path = file.path.split('/').map(encodeURIComponent).join('/');
    item.append(element('a', file.path, { href: `artifacts/${build.number}/${path}` }), ` ${file.size} bytes`);
    list.append(item);
  }
  return list;
}

async function draw(build) {
  const [{ steps }, { changes }, kept] = await Promise.all([
    ask(`api/v2/builds/${build.buildid}/steps`), ask(`api/v2/builds/${build.buildid}/changes`), ask(`artifacts/${build.number}`),
  ]);
  const state = words[build.results];
  const { revision, branch } = build.properties;
  const article = element('article', '');
  const heading = element('h2', `${marks[state]} Pipeline ${build.number} ${state} `, { className: state });
  heading.append(element('small', `${revision?.[0]?.slice(0, 8) ?? ''} on ${branch?.[0] ?? ''}`));
  const jobs = element('ol', '');
  for (const job of jobsOf(build, steps)) {
    const item = element('li', '');
    item.append(jobButton(job, article));
    jobs.append(item);
  }
  article.append(heading, element('p', changes[0]?.comments.split('\n')[0] ?? 'run again'), jobs);
  if (kept?.files.length) {
    article.append(fileList(build, kept.files));
  }
  return article;
}

async function refresh() {
  const state = document.getElementById('state');
  const answer = await ask('api/v2/builds?order=-number&limit=25&property=revision&property=branch&property=jobs').catch(() => undefined);
  state.textContent = answer ? (answer.builds.length ? '' : 'None yet. Push a commit.') : 'The CI server does not answer.';
  const main = document.getElementById('pipelines');
  for (const build of (answer?.builds ?? []).reverse()) {
    const known = drawn.get(build.number);
    if (known?.complete) {
      continue;
    }
    const article = await draw(build);
    if (known) {
      known.article.replaceWith(article);
    } else {
      main.prepend(article);
    }
    drawn.set(build.number, { article, complete: build.complete });
  }
  setTimeout(refresh, 1500);
}

refresh();
