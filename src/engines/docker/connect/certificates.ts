import { X509Certificate } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Endpoint } from './address';

/**
 * What is wrong with the certificate this machine shows to an engine, as half a sentence; undefined where nothing can be
 * seen to be. Engines that refuse one rarely say why, and some only hang up.
 */
export function ownCertificateTrouble({ cert, key }: NonNullable<Endpoint['tls']>, now = new Date()): string | undefined {
  if (!cert || !key) {
    return l10n.t('this machine has no {0} to show', cert ? 'key.pem' : 'cert.pem');
  }
  try {
    const { validFrom, validTo } = new X509Certificate(cert);
    if (new Date(validTo) < now) {
      return l10n.t("this machine's cert.pem ran out on {0}", new Date(validTo).toISOString().slice(0, 10));
    }
    return new Date(validFrom) > now ? l10n.t("this machine's cert.pem is not valid before {0}", new Date(validFrom).toISOString().slice(0, 10)) : undefined;
  } catch {
    return l10n.t("this machine's cert.pem is not a certificate");
  }
}
