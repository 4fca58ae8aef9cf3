import { proveTemplates } from './templateProof';

// The others take longer: `npm run test:templates` proves all of them.
describe('a lab made of a template', function () {
  this.timeout(180_000);
  proveTemplates(['exercise']);
});
