import { templateNames } from '../../src/authoring/scaffold/templates';
import { proveTemplates } from '../engine/authoring/templateProof';

describe('a lab made of any template', function () {
  this.timeout(600_000);
  proveTemplates(templateNames);
});
