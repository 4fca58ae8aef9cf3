const units: Record<string, number> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a Compose duration ("1m30s", "500ms"), or undefined where it is none.
 * Format: https://docs.docker.com/reference/compose-file/extension/#specifying-durations
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(us|ms|s|m|h))+$/.test(text)) {
    return undefined;
  }
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h)/g)) {
    total += Number(amount) * (units[unit ?? ''] ?? 0);
  }
  return total;
}

const sizes: Record<string, number> = { b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2, g: 1024 ** 3, gb: 1024 ** 3 };

/**
 * Bytes of a Compose size ("512m", "2gb"), or undefined where it is none.
 * Format: https://docs.docker.com/reference/compose-file/extension/#specifying-byte-values
 */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+)(b|k|kb|m|mb|g|gb)$/i.exec(text);
  return match ? Number(match[1]) * (sizes[(match[2] ?? '').toLowerCase()] ?? 0) : undefined;
}
