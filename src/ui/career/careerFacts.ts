import type { CareerPath } from '../../curriculum/careerPath';
import type { FactGroup, FactItem } from '../../webview/career/protocol/state';

type Group = CareerPath['facts'][number];
type Fact = Group['items'][number];

/**
 * Groups of facts, with a scale for bars where at least two figures of a group have the same unit. One unit has one
 * scale in all groups, so that bars can be compared across them.
 */
export function factGroups(path: CareerPath): FactGroup[] {
  return path.facts.map((group) => {
    const unit = commonUnit(group);
    const max = unit === undefined ? undefined : scaleEnd(path.facts.flatMap(({ items }) => items.filter((item) => item.unit === unit)));
    return {
      id: group.id,
      title: group.title,
      note: group.note,
      items: group.items.map((item) => factItem(item, item.unit === unit ? max : undefined)),
      scale: unit !== undefined && max !== undefined ? { max, unit } : undefined,
    };
  });
}

/** The figures given for a level of experience. */
export function payAt(path: CareerPath, level: string): FactItem[] {
  return path.facts.flatMap(({ items }) => items.filter((item) => item.level === level).map((item) => factItem(item, undefined)));
}

function factItem(item: Fact, max: number | undefined): FactItem {
  const { label, value, subject, note, source, asOf, low, high, orMore } = item;
  const measured = max !== undefined && (low !== undefined || high !== undefined);
  return {
    label, value, subject, note, source, asOf,
    bar: measured ? { from: (low ?? 0) / max, to: orMore ? 1 : (high ?? low ?? 0) / max, open: orMore } : undefined,
  };
}

function commonUnit({ items }: Group): string | undefined {
  const units = items.filter(({ low, high }) => low !== undefined || high !== undefined).map(({ unit }) => unit);
  return units.find((unit, index) => unit !== undefined && units.indexOf(unit) !== index);
}

/** The largest figure; a little more where an open end needs room to show that it goes on. */
function scaleEnd(items: readonly Fact[]): number | undefined {
  const ends = items.map(({ low = 0, high = 0, orMore }) => Math.max(low, high) * (orMore ? 1.15 : 1));
  const most = Math.max(0, ...ends);
  if (most === 0) {
    return undefined;
  }
  const step = 10 ** Math.floor(Math.log10(most)) / 2;
  return Math.ceil(most / step) * step;
}
