import { conformance } from '../engine/conformance/suite';
import { otherEngine } from './subject';

conformance(otherEngine());
