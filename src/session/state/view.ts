import { unisolatedServices } from '../../curriculum/isolation';
import type { EngineCapabilities } from '../../engines/engine';
import { progressOf } from '../../progress/fold';
import type { Summary } from '../../progress/summary';
import type { SessionView } from '../api';
import { currentStep } from '../learning/steps';
import { lacksOf } from '../notices';
import { shownPorts } from './labels';
import type { Known } from './table';

/** A started lab as the rest of the product sees it; undefined for one that never was. `capabilities`: of the engine, where it is known. */
export function viewOf({ identity, lab, record, life, running, outdated }: Known, summary: Summary, capabilities: EngineCapabilities | undefined): SessionView | undefined {
  if (!lab || !record) {
    return undefined;
  }
  return {
    lab,
    state: life.state,
    folder: record.folder,
    currentStep: currentStep(lab.definition, progressOf(summary, identity)).id,
    running,
    ports: shownPorts(lab, running),
    inputs: record.inputs,
    seed: record.seed,
    unisolated: unisolatedServices(lab.definition, record.users),
    lacks: running && capabilities ? lacksOf(lab.definition, capabilities) : [],
    digest: record.digest,
    outdated,
  };
}
