import { enginesInside } from '../engine/innerEngine';
import { otherEngine } from './subject';

enginesInside(otherEngine());
