/** Most bytes that snapshots of all labs take together, where nothing else is said. */
export const defaultSnapshotLimit = 2 * 1024 ** 3;
