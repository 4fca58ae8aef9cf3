import type { CareerCourse, CertificationStatus, LabStanding, RoleLevel } from './state';

/** The page's words, in the editor's language. `{0}` and `{1}` are filled in. */
export interface CareerStrings {
  careerGuide: string;
  onThisPage: string;
  sections: {
    stages: string;
    roles: string;
    pay: string;
    work: string;
    skills: string;
    certifications: string;
    growth: string;
    questions: string;
    sources: string;
  };
  /** `{0}` of `{1}` labs. */
  labsDone: string;
  /** Said when a lab is completed: `{0}` of `{1}`. */
  nowDone: string;
  /** Stage `{0}`. */
  stage: string;
  youAreHere: string;
  stageDone: string;
  standing: Record<LabStanding, string>;
  minutes: string;
  noLabs: string;
  jobRoles: string;
  keyActions: string;
  labs: string;
  chooseRole: string;
  levels: Record<RoleLevel, string>;
  level: string;
  payAtLevel: string;
  noProfile: string;
  /** `{0}` percent of what the role asks. */
  ofWhatItAsks: string;
  skillsComplete: string;
  chartTitle: string;
  chartHow: string;
  weights: [string, string, string];
  asked: string;
  earned: string;
  earnedOf: string;
  noLabYet: string;
  asTable: string;
  skill: string;
  beside: string;
  nextLabs: string;
  allLabsDone: string;
  trains: string;
  standIn: string;
  scale: string;
  figures: string;
  whatItIs: string;
  dayToDay: string;
  industries: string;
  responsibilities: string;
  duties: string;
  interview: string;
  example: string;
  technical: string;
  soft: string;
  notTrained: string;
  instead: string;
  status: Record<CertificationStatus, string>;
  /** As of `{0}`. */
  asOf: string;
  successor: string;
  alsoCalled: string;
  vendorPage: string;
  preparedBy: string;
  courses: string;
  courseKinds: Record<CareerCourse['kind'], string>;
  effort: string;
  leadsTo: string;
  howTo: string;
  growthPaths: string;
  trends: string;
  about: string;
  speaksOf: string;
  readSource: string;
  source: string;
}
