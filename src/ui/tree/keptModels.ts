import { alike } from '../../common/alike';
import type { Lab } from '../../curriculum/lab';
import type { LabProgress } from '../../progress/summary';
import type { SessionState } from '../../session/api';
import { lockOf } from '../../session/learning/requires';
import { type LabModel, labModel, type ModelOf } from './pathModel';

/** What a model was made of. */
interface Kept {
  lab: Lab;
  progress?: LabProgress;
  state: SessionState;
  shadowing: boolean;
  model: LabModel;
}

/**
 * Models of labs that stay the same objects as long as nothing of what they are made of changed: among a thousand labs
 * a check changes one. Labs and progress are never changed in place.
 */
export function keptModels(): ModelOf {
  const kept = new Map<string, Kept>();
  return (lab, facts, known) => {
    const { identity } = lab;
    const [progress, state, shadowing] = [facts.summary.labs[identity], facts.state(identity), facts.shadowing.has(identity)];
    const last = kept.get(identity);
    if (last?.lab === lab && last.progress === progress && last.shadowing === shadowing && sameState(last.state, state) && sameLock(last.model, lab, facts, known)) {
      return last.model;
    }
    const model = labModel(lab, facts, known, last?.lab === lab ? last.model : undefined);
    kept.set(identity, { lab, progress, state, shadowing, model });
    if (kept.size > known.size) {
      // Of labs that are gone nothing is kept.
      [...kept.keys()].filter((each) => !known.has(each)).forEach((each) => kept.delete(each));
    }
    return model;
  };
}

function sameState(last: SessionState, now: SessionState): boolean {
  return last === now || (last.kind === 'absent' && now.kind === 'absent');
}

/** A lock depends on other labs, and few labs can have one. */
function sameLock({ lock }: LabModel, lab: Lab, facts: Parameters<ModelOf>[1], known: Parameters<ModelOf>[2]): boolean {
  return lab.definition.requires.length === 0 || alike(lock, lockOf(lab, facts, known));
}
