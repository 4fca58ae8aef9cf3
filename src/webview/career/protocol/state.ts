/**
 * What the career guide's page and the extension say to each other, in this folder, is the only thing both sides share.
 * Everything the page shows is in `CareerState`, as plain text; the page keeps nothing but where it has been scrolled to.
 */

/** A lab somewhere on the page. */
export interface CareerLab {
  id: string;
  /** Its identity; unset where the path names a lab that is not written yet. */
  lab?: string;
  title: string;
  minutes?: number;
  state: LabStanding;
}

export type LabStanding = 'done' | 'running' | 'begun' | 'open' | 'unwritten';

/** Where a statement comes from: a key of `CareerState.sources`, and the date it speaks of. */
export interface Attributed {
  source?: string;
  asOf?: string;
}

export interface Statement extends Attributed {
  text: string;
}

export interface CareerStage extends Attributed {
  id: string;
  title: string;
  short: string;
  time?: string;
  summary: string;
  jobRoles: string[];
  done: number;
  total: number;
  /** The first stage with something left to do. */
  current: boolean;
  actions: { id: string; title: string; description: string; labs: CareerLab[]; done: number }[];
}

/** What a role asks of a skill, and what is earned of it. */
export interface SkillAsked {
  id: string;
  title: string;
  /** How many steps of it the role asks for: 1 helpful, 2 needed, 3 at the heart of the role. */
  weight: number;
  /** Steps that there are labs for; one lab, one step. */
  possible: number;
  /** Steps earned by completed labs. */
  earned: number;
  labs: CareerLab[];
}

export type RoleLevel = 'junior' | 'mid' | 'senior' | 'lead';

export interface CareerRole extends Attributed {
  id: string;
  title: string;
  level: RoleLevel;
  focus: string;
  description: string;
  /** What sources say is paid at this level. */
  pay: FactItem[];
  /** Unset where the path does not say what skills the role asks for. */
  skills?: Attributed & {
    asked: SkillAsked[];
    /** Steps earned of all that the role asks for: 0 to 100, and 100 only when all are. */
    percent: number;
    /** Titles of skills that are trained by completed labs and that the role does not ask for. */
    beside: string[];
    /** Labs that bring most of what is missing, with the titles of the skills they bring. */
    next: { lab: CareerLab; skills: string[] }[];
  };
}

export interface FactItem extends Attributed {
  label: string;
  value: string;
  /** Whom the figure is about, where not the profession itself. */
  subject?: string;
  note?: string;
  /** Where the figure lies on its group's scale, each from 0 to 1; `open` where there is no upper end. */
  bar?: { from: number; to: number; open: boolean };
}

export interface FactGroup {
  id: string;
  title: string;
  note?: string;
  items: FactItem[];
  /** The upper end of the bars' scale; the lower one is 0. */
  scale?: { max: number; unit: string };
}

export interface CareerDuty extends Attributed {
  id: string;
  title: string;
  description: string;
  interview?: string;
  example?: { figure?: string; text: string };
  labs: CareerLab[];
}

export interface CareerResponsibility extends Attributed {
  id: string;
  title: string;
  description: string;
  skills: { id: string; title: string }[];
}

export interface CareerSkill {
  id: string;
  title: string;
  description: string;
  kind: 'technical' | 'soft';
  sources: string[];
  labs: CareerLab[];
  done: number;
}

export type CertificationStatus = 'active' | 'retired' | 'replaced' | 'check-with-vendor';

export interface CareerCertification extends Attributed {
  id: string;
  title: string;
  alias?: string;
  provider: string;
  purpose: string;
  status: CertificationStatus;
  statusAsOf?: string;
  statusNote?: string;
  successor?: { id: string; title: string };
  url?: string;
  labs: CareerLab[];
}

export interface CareerCourse extends Attributed {
  id: string;
  title: string;
  provider: string;
  kind: 'platform' | 'course' | 'certificate';
  description: string;
  effort?: string;
  status: CertificationStatus;
  url?: string;
  certifications: { id: string; title: string }[];
}

export interface CareerQuestion extends Attributed {
  id: string;
  question: string;
  answer: string;
  /** Places on the page this is about: ids of its elements. */
  about: { target: string; title: string }[];
  labs: CareerLab[];
}

export interface CareerSource {
  id: string;
  title: string;
  kind: string;
  asOf: string;
  speaksOf?: string;
  note?: string;
  url?: string;
}

export interface CareerState {
  title: string;
  summary: string;
  done: number;
  total: number;
  definitions: Statement[];
  dayToDay: Statement[];
  industries: Statement[];
  stages: CareerStage[];
  roles: CareerRole[];
  facts: FactGroup[];
  responsibilities: CareerResponsibility[];
  duties: CareerDuty[];
  skills: CareerSkill[];
  notTrained: { id: string; title: string; reason: string; instead?: string; sources: string[] }[];
  certifications: CareerCertification[];
  courses: CareerCourse[];
  howTo: (Attributed & { id: string; title: string; steps: { title: string; description: string; labs: CareerLab[] }[] })[];
  growthPaths: (Attributed & { id: string; title: string; description: string; positions: string[] })[];
  trends: (Attributed & { id: string; title: string; description: string; labs: CareerLab[] })[];
  questions: CareerQuestion[];
  sources: CareerSource[];
}
