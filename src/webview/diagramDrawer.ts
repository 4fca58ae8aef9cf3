import mermaid, { type MermaidConfig } from 'mermaid';

/**
 * Bundle of its own: draws Mermaid's diagrams in the colours of VS Code. One at a time, because Mermaid keeps its
 * configuration for the page. Only the kinds that the build keeps can be drawn (esbuild.mjs).
 */

let queue: Promise<unknown> = Promise.resolve();
let drawn = 0;

async function draw(source: string, place: HTMLElement): Promise<string> {
  mermaid.initialize(config());
  const { svg } = await mermaid.render(`diagram-${++drawn}`, source, place);
  return standalone(svg);
}

window.aiLabsDiagrams = {
  draw: (source, place) => {
    const result = queue.then(() => draw(source, place));
    queue = result.catch(() => undefined);
    return result;
  },
};

/** A picture has the size of its view box; Mermaid leaves that to the page. */
function standalone(svg: string): string {
  const root = new DOMParser().parseFromString(svg, 'text/html').querySelector('svg');
  const [, , width = 0, height = 0] = (root?.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (!root || !(width > 0) || !(height > 0)) {
    throw new Error('The diagram is empty.');
  }
  root.setAttribute('width', String(Math.ceil(width)));
  root.setAttribute('height', String(Math.ceil(height)));
  root.removeAttribute('style');
  return new XMLSerializer().serializeToString(root);
}

function config(): MermaidConfig {
  const style = getComputedStyle(document.body);
  const colour = (fallback: string, ...names: string[]): string =>
    names.map((name) => style.getPropertyValue(`--vscode-${name}`).trim()).find((value) => /^(#|rgb)/.test(value)) ?? fallback;
  const text = colour('#cccccc', 'foreground', 'editor-foreground');
  const background = colour('#1e1e1e', 'editor-background');
  const box = colour(background, 'editorWidget-background');
  const line = colour(text, 'contrastBorder', 'descriptionForeground');
  const note = colour(box, 'textBlockQuote-background', 'editorWidget-background');
  return {
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    // A picture holds no HTML.
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    theme: 'base',
    fontFamily: style.fontFamily,
    // Whoever wrote the guide does not choose colours that the learner cannot read, nor undoes what is set here.
    secure: ['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'suppressErrorRendering', 'htmlLabels', 'flowchart', 'theme', 'themeCSS', 'themeVariables', 'fontFamily'],
    maxTextSize: 20_000,
    maxEdges: 300,
    themeVariables: {
      darkMode: !/\bvscode-(light|high-contrast-light)\b/.test(document.body.className),
      fontFamily: style.fontFamily,
      fontSize: '14px',
      background, mainBkg: box, primaryColor: box, secondaryColor: box, tertiaryColor: note,
      primaryTextColor: text, secondaryTextColor: text, tertiaryTextColor: text, textColor: text, nodeTextColor: text, titleColor: text,
      primaryBorderColor: line, secondaryBorderColor: line, tertiaryBorderColor: line, nodeBorder: line, clusterBkg: note, clusterBorder: line,
      lineColor: line, defaultLinkColor: line, edgeLabelBackground: background,
      actorBkg: box, actorBorder: line, actorTextColor: text, actorLineColor: line, signalColor: line, signalTextColor: text,
      labelBoxBkgColor: box, labelBoxBorderColor: line, labelTextColor: text, loopTextColor: text,
      noteBkgColor: note, noteTextColor: text, noteBorderColor: line, activationBkgColor: note, activationBorderColor: line, sequenceNumberColor: background,
      classText: text, attributeBackgroundColorOdd: box, attributeBackgroundColorEven: note, labelColor: text, altBackground: note,
      transitionColor: line, stateLabelColor: text, stateBkg: box, specialStateColor: text,
      sectionBkgColor: box, altSectionBkgColor: note, sectionBkgColor2: box, taskBkgColor: note, taskBorderColor: line, taskTextColor: text,
      taskTextDarkColor: text, taskTextLightColor: text, taskTextOutsideColor: text, gridColor: line, todayLineColor: line,
      activeTaskBkgColor: box, activeTaskBorderColor: text, doneTaskBkgColor: note, doneTaskBorderColor: line, critBkgColor: box, critBorderColor: text,
    },
  };
}
