import { readFileSync, statSync } from 'node:fs';
import { systemCode } from '../common/errors';
import { type YamlDocument, parseYaml, refusedYaml } from './yamlDocument';
import { maxTextBytes, tooLargeMessage } from './yamlText';

/** Reads a YAML file. Never throws: a file that is missing, unreadable or too large is a document with that problem. */
export function readYamlFile(file: string): YamlDocument {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) {
      return refusedYaml(file, 'wrong-kind', 'This is no ordinary file. Put a YAML file in its place.');
    }
    return stats.size > maxTextBytes ? refusedYaml(file, 'too-large', tooLargeMessage(stats.size)) : parseYaml(file, readFileSync(file));
  } catch (error) {
    const code = systemCode(error);
    return code === 'ENOENT'
      ? refusedYaml(file, 'missing-file', 'This file does not exist. Make it, or correct the path that leads here.')
      : refusedYaml(file, 'unreadable', `This file cannot be read (${code ?? 'unknown error'}). Check who may read it.`);
  }
}
