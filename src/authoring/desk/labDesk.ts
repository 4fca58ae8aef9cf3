import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathProblem } from '../../curriculum/confine';
import type { guidePages, pageOf, pageProblems } from '../../curriculum/guideProblems';
import type { Instructions, parseInstructions } from '../../curriculum/instructions';
import type { Lab, LabDefinition } from '../../curriculum/lab';
import type { LabReading, LabSource, readLabFolder } from '../../curriculum/parseLab';
import type { Problem } from '../../curriculum/problem';
import type { YamlDocument } from '../../curriculum/yamlDocument';
import { crossFindings, type OtherLab } from './crossFindings';
import { labFindings } from './labFindings';
import { labMarks, type Mark, pageMarks } from './marks';
import { scriptFindings, scriptsOf } from './scriptFindings';
import type { Texts } from './texts';
import { unusedPages } from './unusedPages';

/** What reads a lab's files. Handed in, because an editor loads it late. */
export interface Readers {
  readLabFolder: typeof readLabFolder;
  parseInstructions: typeof parseInstructions;
  pageProblems: typeof pageProblems;
  guidePages: typeof guidePages;
  pageOf: typeof pageOf;
}

/** A lab while somebody writes it. */
export interface LabLook {
  source: LabSource;
  /** Absolute path of the lab's folder. */
  folder: string;
  /** The lab.yaml, readable or not. */
  document: YamlDocument;
  /** The lab where it has no errors. */
  lab?: Lab;
  /** What is wrong, in all of its files. */
  problems: Problem[];
}

interface Page {
  text: string;
  instructions: Instructions;
}

/** One lab on an author's desk: what is wrong with it, and what is named where, also before anything is saved. */
export class LabDesk {
  private readonly pages = new Map<string, Page>();
  private readonly scripts = new Map<string, { text: string; problems: Problem[] }>();
  /** The last definition that fitted the format: pages are read by it while lab.yaml has a mistake. */
  private definition: LabDefinition | undefined;

  constructor(
    readonly source: LabSource,
    private readonly readers: Readers,
    private readonly texts: Texts,
  ) {}

  /** Reads everything anew that changed. A few milliseconds; never throws for what is in the files. */
  look(others: readonly OtherLab[] = []): LabLook {
    const { source, texts, readers } = this;
    const folder = path.dirname(source.file);
    const read: { document?: YamlDocument } = {};
    const reading: LabReading = readers.readLabFolder(source, {
      text: texts.read(source.file),
      inspect: (document, definition) => {
        read.document = document;
        if (definition) {
          this.definition = definition;
          labFindings(document, definition);
        }
      },
    });
    const { document } = read;
    if (!document) {
      throw new Error('A lab that was read has no document');
    }
    const problems = [...reading.problems, ...crossFindings(source, reading, others)];
    const { definition } = this;
    if (definition) {
      const lab = this.labOf(definition, folder);
      const pages = readers.guidePages(definition).filter(isInside);
      problems.push(...pages.flatMap((page) => this.pageProblems(lab, path.join(folder, page))));
      problems.push(...scriptsOf(definition).filter(isInside).flatMap((script) => this.scriptProblems(path.join(folder, script))));
      problems.push(...unusedPages(folder, pages));
    }
    return { source, folder, document, lab: reading.definition && this.labOf(reading.definition, folder), problems };
  }

  /** Every name in lab.yaml and the pages of the guide. */
  marks({ document, folder }: LabLook): Mark[] {
    const pages = this.definition ? this.readers.guidePages(this.definition).filter(isInside) : [];
    return [
      ...labMarks(document),
      ...pages.flatMap((page) => {
        const file = path.join(folder, page);
        const read = this.page(file);
        return read ? pageMarks(file, read.text, read.instructions) : [];
      }),
    ];
  }

  private labOf(definition: LabDefinition, folder: string): Lab {
    const { catalog, images } = this.source;
    return { identity: `${catalog}/${definition.id}`, catalog, id: definition.id, folder, images, definition };
  }

  private pageProblems(lab: Lab, file: string): Problem[] {
    const page = this.page(file);
    if (page) {
      return this.readers.pageProblems(lab, file, page.text, page.instructions);
    }
    // One that is not there is a mistake in lab.yaml, and told there.
    const read = existsSync(file) ? this.readers.pageOf(file) : undefined;
    return read && 'problem' in read ? [read.problem] : [];
  }

  private page(file: string): Page | undefined {
    const text = this.texts.read(file);
    let page = this.pages.get(file);
    if (text !== undefined && page?.text !== text) {
      page = { text, instructions: this.readers.parseInstructions(text) };
      this.pages.set(file, page);
    }
    return text === undefined ? undefined : page;
  }

  private scriptProblems(file: string): Problem[] {
    const text = this.texts.read(file);
    let script = this.scripts.get(file);
    if (text !== undefined && script?.text !== text) {
      script = { text, problems: scriptFindings(file, text) };
      this.scripts.set(file, script);
    }
    return text === undefined ? [] : (script?.problems ?? []);
  }
}

/** What lab.yaml names outside of its folder is a mistake of its own, and is not read. */
function isInside(labPath: string): boolean {
  return pathProblem(labPath) === undefined;
}

/** Loads what reads labs. */
export async function loadReaders(): Promise<Readers> {
  const [parser, guide] = await Promise.all([import('../../curriculum/parseLab'), import('../../curriculum/guideProblems')]);
  return {
    readLabFolder: parser.readLabFolder,
    pageProblems: guide.pageProblems,
    guidePages: guide.guidePages,
    pageOf: guide.pageOf,
    parseInstructions: guide.readPage,
  };
}
