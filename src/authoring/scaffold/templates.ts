/** What a new lab can begin as: folders of `templates/`, each a whole lab that rehearses green. Simplest first. */
export const templateNames = ['exercise', 'service', 'services', 'engine'] as const;

export type TemplateName = (typeof templateNames)[number];

export function isTemplate(name: string): name is TemplateName {
  return (templateNames as readonly string[]).includes(name);
}

/** What each template is for, a line. */
export const templateSummaries: Readonly<Record<TemplateName, string>> = {
  exercise: 'files and a shell: commands and scripts that checks run',
  service: 'one container with a port: a program that the learner mends and starts',
  services: 'several containers: what happens when one of them goes away',
  engine: 'a container engine inside: images that the learner builds',
};
