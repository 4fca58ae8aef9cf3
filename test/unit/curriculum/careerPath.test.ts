import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CareerPath } from '../../../src/curriculum/careerPath';
import { parseCareerPath } from '../../../src/curriculum/parseCareerPath';

const file = join(__dirname, '../../../labs/career-path.yaml');

function shipped(): CareerPath {
  const { path, problems } = parseCareerPath(readFileSync(file, 'utf8'), file);
  assert.deepEqual(problems, []);
  assert.ok(path);
  return path;
}

/** Every fact by id, with the parts that state it. */
function facts(path: CareerPath): Map<string, { value: string; source?: string; low?: number; high?: number; orMore: boolean; level?: string; subject?: string }> {
  return new Map(path.facts.flatMap((group) => group.items).map((item) => [item.id, item]));
}

describe('the shipped career path', () => {
  let path: CareerPath;
  let byId: ReturnType<typeof facts>;

  before(() => {
    path = shipped();
    byId = facts(path);
  });

  function fact(id: string, expected: { source: string; value?: RegExp; low?: number; high?: number; orMore?: boolean; subject?: string }): void {
    const found = byId.get(id);
    assert.ok(found, `no fact ${id}`);
    const { value, ...rest } = expected;
    for (const [key, wanted] of Object.entries(rest)) {
      assert.equal(found[key as keyof typeof found], wanted, `${id}.${key}`);
    }
    if (value) {
      assert.match(found.value, value);
    }
  }

  it('has four stages with their times and job roles', () => {
    assert.deepEqual(
      path.stages.map(({ id, time, months, jobRoles }) => ({ id, time, months, jobRoles })),
      [
        { id: 'foundations', time: '3-6 months', months: { from: 3, to: 6 }, jobRoles: [] },
        { id: 'production', time: '1-2 years', months: { from: 12, to: 24 }, jobRoles: ['AI Engineering Developer', 'ML Engineer'] },
        { id: 'senior', time: '2-3 years', months: { from: 24, to: 36 }, jobRoles: ['Senior AI Engineering Engineer', 'Technical Lead'] },
        { id: 'architect', time: 'ongoing', months: undefined, jobRoles: ['AI Engineering Architect'] },
      ],
    );
  });

  it('has thirteen key actions, each in its stage', () => {
    assert.deepEqual(path.stages.map((stage) => stage.actions.map((action) => action.id)), [
      ['languages', 'frameworks', 'cloud-deploy', 'containers'],
      ['cicd', 'observability', 'collaboration'],
      ['design', 'mentoring', 'tooling'],
      ['standards', 'multi-model', 'leadership'],
    ]);
    const titles = path.stages.flatMap((stage) => stage.actions.map((action) => action.title)).join('\n');
    for (const word of ['Go or Java', 'TensorFlow or PyTorch', 'cloud service', 'Docker', 'CI/CD', 'inference', 'DevOps', 'MLOps', 'roadmaps', 'LLMs', 'executives']) {
      assert.ok(titles.includes(word), word);
    }
  });

  it('gives every pay figure with its source, side by side', () => {
    fact('salary-average', { source: '000', low: 120_000, high: 180_000, orMore: false, value: /^\$120,000 - \$180,000$/ });
    fact('salary-range', { source: '002', low: 128_000, high: 280_000, orMore: true });
    fact('salary-entry', { source: '002', low: 128_000, high: 150_000, orMore: false });
    fact('salary-senior', { source: '002', low: 200_000, high: 280_000, orMore: true });
    fact('salary-top', { source: '002', low: 300_000, high: undefined, orMore: true });
    for (const level of ['junior', 'mid', 'lead']) {
      fact(`salary-${level}`, { source: '002', value: /^no figure given$/, low: undefined, high: undefined });
    }
    fact('salary-regions', { source: '002', value: /^San Francisco, New York, Seattle$/ });
    const sources = path.facts.find((group) => group.id === 'salary')?.items.filter((item) => item.low !== undefined).map((item) => item.source);
    assert.deepEqual([...new Set(sources)], ['000', '002']);
  });

  it('marks database architects and administrators as stand-ins', () => {
    const architects = { source: '001', subject: 'database architects' };
    fact('proxy-median', { ...architects, low: 135_000, value: /^about/ });
    fact('proxy-bottom-tenth', { ...architects, low: undefined, high: 76_000, value: /^under/ });
    fact('proxy-top-tenth', { ...architects, low: 195_000, high: undefined, value: /^over/ });
    fact('proxy-california', { ...architects, low: 162_660, high: 162_660 });
    fact('proxy-texas', { ...architects, low: 139_570, value: /median/ });
    fact('proxy-virginia', { ...architects, low: 1.18, orMore: true, value: /per 1,000 jobs/ });
    const administrators = { source: '001', subject: 'database administrators' };
    fact('proxy-growth', { ...administrators, low: 9, value: /^\+9 %$/ });
    fact('proxy-jobs-now', { ...administrators, low: 61_400 });
    fact('proxy-jobs-2033', { ...administrators, low: 68_000 });
    fact('proxy-openings', { ...administrators, low: 600 });
    const outside = path.facts.filter((group) => !group.id.endsWith('-proxy')).flatMap((group) => group.items);
    assert.ok(outside.every((item) => item.subject === undefined));
  });

  it('gives demand, time, education and difficulty as each source has them', () => {
    fact('growth-demand', { source: '000', value: /^extremely high demand$/ });
    fact('growth-2026', { source: '002', low: 156, value: /^\+156 %$/ });
    fact('time-headline', { source: '000', low: 6, high: 12 });
    fact('time-from-scratch', { source: '002', low: 60, high: 120, orMore: true });
    fact('education-no-phd', { source: '000', value: /^not needed$/ });
    fact('education-bachelor', { source: '001', value: /bachelor/ });
    fact('education-master', { source: '002', value: /Master's or PhD.*5-10 years and more/ });
    fact('difficulty-level', { source: '000', value: /^advanced$/ });
  });

  it('adds the time of the stages up correctly', () => {
    const months = path.stages.flatMap((stage) => stage.months ?? []);
    fact('time-stages', {
      source: '000',
      low: months.reduce((sum, { from }) => sum + from, 0),
      high: months.reduce((sum, { to }) => sum + to, 0),
    });
  });

  it('has the five responsibilities and the eight duties with their example figures', () => {
    assert.deepEqual(path.responsibilities.map(({ id }) => id), [
      'teamwork', 'technology-development', 'solution-implementation', 'monitoring-results', 'managing-risk',
    ]);
    assert.deepEqual(path.duties.map(({ id, example }) => [id, example?.figure]), [
      ['designing-architectures', '20 %'],
      ['selecting-models', '30 %'],
      ['overseeing-implementation', '40 %'],
      ['evaluating-technology', '25 %'],
      ['ensuring-scalability', '50 %'],
      ['creating-blueprints', '35 %'],
      ['collaborating', '30 %'],
      ['mentoring', undefined],
    ]);
    for (const duty of path.duties) {
      assert.equal(duty.source, '002');
      assert.ok(duty.interview, duty.id);
      assert.ok(duty.example?.text.includes(duty.example.figure ?? 'No figure'), duty.id);
    }
  });

  it('has the seven tracks with level, focus and a profile of our own', () => {
    assert.deepEqual(path.tracks.map(({ id, level, focus }) => [id, level, focus]), [
      ['ai-architect', 'senior', 'AI strategy and architecture'],
      ['ai-solutions-architect', 'mid', 'solution design'],
      ['ml-architect', 'junior', 'machine learning models'],
      ['enterprise-ai-architect', 'lead', 'enterprise integration'],
      ['ai-infrastructure-architect', 'senior', 'AI infrastructure'],
      ['computer-vision-architect', 'mid', 'computer vision solutions'],
      ['nlp-architect', 'junior', 'natural language processing'],
    ]);
    for (const track of path.tracks) {
      assert.equal(track.source, '002');
      assert.equal(track.profile?.source, 'ours');
      assert.ok(Object.values(track.profile.skills).includes(3), track.id);
    }
    const asked = new Set(path.tracks.flatMap((track) => Object.keys(track.profile?.skills ?? {})));
    assert.deepEqual(path.skills.map(({ id }) => id).filter((id) => !asked.has(id)), []);
  });

  it('has every skill the sources name, technical and soft', () => {
    const kinds = (kind: string): string[] => path.skills.filter((skill) => skill.kind === kind).map(({ id }) => id);
    assert.deepEqual(kinds('technical'), [
      'ai-workflows', 'nlp', 'computer-vision', 'generative-ai', 'data-management', 'data-science', 'infrastructure',
      'software-engineering', 'ml-design', 'mlops', 'data-pipelines', 'cloud', 'security-reliability', 'hardware-basics',
    ]);
    assert.deepEqual(kinds('soft'), [
      'risk-management', 'project-management', 'problem-solving', 'communication', 'collaboration', 'strategic-thinking',
    ]);
  });

  it('says plainly what no lab trains', () => {
    const titles = path.notTrained.map(({ id }) => id);
    for (const id of ['tensorflow', 'java', 'sas', 'visualisation-products']) {
      assert.ok(titles.includes(id), id);
    }
  });

  it('knows which certifications are gone and what took their place', () => {
    assert.deepEqual(path.certifications.map(({ id, source, status, successor }) => [id, source, status, successor]), [
      ['aws-ml-specialty', '000', 'retired', 'aws-ml-engineer'],
      ['aws-ml-engineer', 'ours', 'active', undefined],
      ['google-ml-engineer', '000', 'active', undefined],
      ['azure-ai-engineer', '000', 'replaced', 'azure-ai-apps-agents'],
      ['azure-ai-apps-agents', 'ours', 'check-with-vendor', undefined],
      ['azure-data-science', '001', 'replaced', 'azure-ml-operations'],
      ['azure-ml-operations', 'ours', 'check-with-vendor', undefined],
      ['kcna', '000', 'active', undefined],
    ]);
    for (const certification of path.certifications) {
      assert.ok(certification.statusAsOf && certification.url, certification.id);
    }
    const courses = new Map(path.courses.map((course) => [course.id, course]));
    assert.match(courses.get('coursera')?.description ?? '', /150/);
    assert.equal(courses.get('stanford-graduate-certificate')?.effort, '15-20 hours a week for 1-2 years');
    assert.deepEqual(courses.get('microsoft-azure-ai')?.certifications, ['azure-ai-engineer', 'azure-data-science']);
    assert.deepEqual(path.courses.filter(({ provider }) => provider === 'IBM').map(({ id }) => id), ['ibm-ai-engineering', 'ibm-ai-developer']);
  });

  it('has the nine and the five steps, growth, trends and the questions', () => {
    assert.deepEqual(path.howTo.map(({ source, steps }) => [source, steps.length]), [['001', 9], ['002', 5]]);
    assert.deepEqual(path.growthPaths.map(({ id }) => id), ['individual-contributor', 'management', 'lateral']);
    assert.match(path.growthPaths.flatMap(({ positions }) => positions).join(), /Principal.*Director.*VP/);
    const trends = path.trends.map(({ id }) => id);
    assert.deepEqual(trends.slice(0, 4), ['production-ai', 'mlops', 'responsible-ai', 'remote-work']);
    const count = (source: string): number => path.questions.filter((question) => question.source === source).length;
    assert.deepEqual([count('000'), count('002')], [6, 5]);
  });

  it('gives every item a source and a date', () => {
    const items: { source?: string; sources?: string[]; asOf?: string }[] = [
      ...path.responsibilities, ...path.duties, ...path.stages, ...path.facts.flatMap(({ items: all }) => all), ...path.skills,
      ...path.notTrained, ...path.tracks, ...path.certifications, ...path.courses, ...path.howTo, ...path.growthPaths, ...path.trends,
      ...path.questions, ...(path.role?.definitions ?? []), ...(path.role?.dayToDay ?? []), ...(path.role?.industries ?? []),
      ...path.tracks.flatMap(({ profile }) => profile ?? []),
    ];
    assert.ok(items.length > 120, String(items.length));
    for (const item of items) {
      assert.ok((item.source ?? item.sources?.[0]) && item.asOf, JSON.stringify(item));
    }
  });
});
