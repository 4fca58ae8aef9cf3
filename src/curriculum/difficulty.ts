/** What `difficulty` in lab.yaml may be, from the easiest to the hardest. */
export const difficulties = ['beginner', 'intermediate', 'advanced', 'expert'] as const;

export type Difficulty = (typeof difficulties)[number];
