import { localDocker } from '../subject';
import { conformance } from './suite';

conformance(localDocker());
