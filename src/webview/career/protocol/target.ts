/** Ids of elements that links within the page lead to. */
export const target = {
  stage: (id: string): string => `stage-${id}`,
  action: (id: string): string => `action-${id}`,
  skill: (id: string): string => `skill-${id}`,
  certification: (id: string): string => `certification-${id}`,
  source: (id: string): string => `source-${id}`,
  roles: 'roles',
} as const;
