import type { Row } from './measure';
import { activation, firstLook } from './rows/activation';
import { catalogCold, catalogWarm, oneEdited } from './rows/catalog';
import { checkOverhead } from './rows/checkOverhead';
import { guidePaint } from './rows/guidePaint';
import { labStart } from './rows/labStart';
import { labStartDevcontainer } from './rows/labStartDevcontainer';
import { labStartThree } from './rows/labStartThree';
import { memory, memoryGrowth } from './rows/memory';
import { packageSize, packageSizeWithLabs } from './rows/packageSize';
import { problemsAfterKeystroke } from './rows/problemsAfterKeystroke';
import { rehearsalParallel } from './rows/rehearsalParallel';
import { resetStep } from './rows/resetStep';
import { saveToVerdict } from './rows/saveToVerdict';
import { labResume, labStop } from './rows/stopAndResume';
import { tenChecks, tenChecksCold } from './rows/tenChecks';
import { tenParallel } from './rows/tenParallel';
import { treeRefresh, treeRefreshAll } from './rows/treeRefresh';

export const rows: readonly Row[] = [
  labStart, labStartDevcontainer, labStartThree, labStop, labResume, resetStep, tenChecks, tenChecksCold, checkOverhead, tenParallel, saveToVerdict,
  catalogCold, catalogWarm, oneEdited, treeRefresh, treeRefreshAll, problemsAfterKeystroke, activation, firstLook, guidePaint, memory, memoryGrowth,
  packageSize, packageSizeWithLabs, rehearsalParallel,
];
