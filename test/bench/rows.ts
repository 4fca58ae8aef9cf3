import type { Row } from './measure';
import { catalogCold, catalogWarm } from './rows/catalog';
import { labStart } from './rows/labStart';
import { resetStep } from './rows/resetStep';
import { tenChecks } from './rows/tenChecks';

export const rows: readonly Row[] = [labStart, resetStep, tenChecks, catalogCold, catalogWarm];
