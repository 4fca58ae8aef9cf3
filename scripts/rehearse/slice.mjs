// @ts-check
/** Which labs `npm test` rehearses: those that changed since the last release, as far as there is time for them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listLabs } from './matrix.mjs';

/** Minutes that a slice may take, by the estimate of `cost`. */
const budget = 25;
/** A machine does in a minute what the guide gives a person this many for. */
const quicker = 15;
const always = 'first-steps';
/** One lab for each kind of image that many share: what fills the time that changed labs leave. */
const representative = ['sagemaker-contract', 'docker-first-image', 'cicd-model-pipeline'];

/**
 * @typedef {object} Candidate
 * @property {string} id
 * @property {number} minutes that the lab's guide gives a person
 * @property {string[]} images of the catalog that it is built on, by name
 * @property {boolean} changed since the last release
 */

/**
 * `first-steps`, then what changed, then what represents the rest, each while it still fits.
 * @param {readonly Candidate[]} labs
 * @param {Readonly<Record<string, number>>} imageMinutes that building takes
 * @returns {string[]} ids
 */
export function chooseSlice(labs, imageMinutes) {
  /** @param {string} id */
  const named = (id) => labs.filter((lab) => lab.id === id);
  const wanted = new Set([...named(always), ...labs.filter((lab) => lab.changed), ...representative.flatMap(named)]);
  const images = new Set();
  let spent = 0;
  return [...wanted].filter((lab) => {
    const built = lab.images.filter((image) => !images.has(image));
    const cost = built.reduce((sum, image) => sum + (imageMinutes[image] ?? 1), 0) + lab.minutes / quicker;
    if (lab.id !== always && spent + cost > budget) {
      return false;
    }
    spent += cost;
    built.forEach((image) => images.add(image));
    return true;
  }).map((lab) => lab.id);
}

/** The slice of the labs of a checkout. Without a release in its history nothing counts as changed. @param {string} root of it */
export function slice(root) {
  const folder = path.join(root, 'labs');
  const catalog = readFileSync(path.join(folder, 'catalog.yaml'), 'utf8');
  const minutes = Object.fromEntries([...catalog.matchAll(/^ {2}([\w-]+): \{.*\bminutes: (\d+)/gm)].map(([, name, value]) => [name ?? '', Number(value)]));
  const changed = changedFiles(root);
  const labs = listLabs(folder).map((lab) => {
    const text = readFileSync(path.join(folder, lab.stage, lab.id, 'lab.yaml'), 'utf8');
    const images = [...new Set([...text.matchAll(/\bai-labs\/([\w-]+)/g)].map(([, name]) => name ?? ''))];
    const own = [`labs/${lab.stage}/${lab.id}/`, ...images.map((image) => `labs/images/${image}/`)];
    return { id: lab.id, minutes: Number(lab.minutes), images, changed: changed.some((file) => own.some((place) => file.startsWith(place))) };
  });
  return chooseSlice(labs, minutes);
}

/** Files under labs/ that differ from the last release, by git's tags. @param {string} root @returns {string[]} with slashes */
function changedFiles(root) {
  /** @param {string[]} words */
  const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const release = git('describe', '--tags', '--abbrev=0', '--match', 'v*');
    return git('diff', '--name-only', release, '--', 'labs').split('\n');
  } catch {
    // No release yet, a clone without tags, or no git at all.
    return [];
  }
}
