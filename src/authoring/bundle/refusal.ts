import { UserError } from '../../common/errors';

/** A bundle that may not be what it seems: nothing of it is loaded. */
export function hostileBundle(what: string): UserError {
  return new UserError(`This bundle is not loaded: ${what}.`, {
    code: 'bundle-refused',
    action: { label: 'Get it again', text: 'Copy the file once more from where it was made, and load it only if you know who made it.' },
  });
}
