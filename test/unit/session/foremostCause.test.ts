import assert from 'node:assert/strict';
import { type Finding, foremostCause } from '../../../src/session/doctor/finding';

describe('What a person hears of a machine without having asked', () => {
  const found = (severity: Finding['severity'], cause?: string): Finding => ({ id: 'x', what: 'X', message: 'x', severity, ...(cause ? { cause } : {}) });

  it('is what keeps every lab from running, before a trait they run in spite of', () => {
    assert.equal(foremostCause([found('good'), found('warning', 'limits-missing'), found('error', 'disk-low')]), 'disk-low');
    assert.equal(foremostCause([found('warning', 'limits-missing'), found('warning', 'architecture-unproven')]), 'limits-missing');
  });

  it('is nothing where some labs run, and what other views tell', () => {
    assert.equal(foremostCause([found('warning', 'disk-low'), found('warning', 'memory-short'), found('warning', 'offline-missing')]), undefined);
    assert.equal(foremostCause([found('error', 'labs-broken'), found('error', 'engine-refused')]), undefined);
  });
});
