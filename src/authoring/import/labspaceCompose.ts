import type { Draft } from './draft';
import { Fields } from './fields';
import type { SourceFolder } from './source';

/** What a Labspace changes of the Compose file it is started with. */
const names = ['compose.override.yaml', 'compose.override.yml', '.labspace/compose.override.yaml'];

/** Ports and variables of the workspace are taken over; all else is told. @param near folder of labspace.yaml */
export function takeCompose(source: SourceFolder, draft: Draft, folder: string, near: string): void {
  const places = [folder, near].flatMap((each) => names.map((name) => (each === '.' ? name : `${each}/${name}`)));
  for (const file of new Set(places.filter((place) => source.isFile(place)))) {
    const fields = new Fields(source, file);
    takePorts(fields, draft);
    for (const variable of fields.keys(['services', 'workspace', 'environment'])) {
      const value = isVariable(variable) ? fields.text(['services', 'workspace', 'environment', variable]) : undefined;
      if (value !== undefined) {
        draft.environment[variable] = value;
      }
    }
    takeList(fields, draft);
    const image = fields.text(['services', 'workspace', 'image']);
    if (image !== undefined) {
      draft.losses.missing(file, fields.line(['services', 'workspace', 'image']), `The workspace ran in ${image}, which brings an editor of its own. Build an image with the programs it has.`);
    }
    for (const key of fields.keys(['services', 'configurator', 'environment'])) {
      fields.take(['services', 'configurator', 'environment', key]);
      draft.losses.missing(file, fields.line(['services', 'configurator', 'environment', key]), `\`${key}\` said where the project is fetched from; only what lies in project/ was taken.`);
    }
    fields.tellOfTheRest(draft.losses);
  }
}

/** `environment` as a list of NAME=VALUE. */
function takeList(fields: Fields, draft: Draft): void {
  for (let index = 0; index < fields.length(['services', 'workspace', 'environment']); index++) {
    const at = ['services', 'workspace', 'environment', index];
    const [, name = '', value] = /^([^=]*)=(.*)$/s.exec(fields.text(at) ?? '') ?? [];
    if (isVariable(name) && value !== undefined) {
      draft.environment[name] = value;
    } else {
      draft.losses.missing(fields.file, fields.line(at), 'This variable has no value of its own.');
    }
  }
}

function isVariable(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** `3000`, `8080:3000`, `127.0.0.1:8080:3000/tcp`: the container's port counts. */
function takePorts(fields: Fields, draft: Draft): void {
  const at = ['services', 'workspace', 'ports'];
  for (let index = 0; index < fields.length(at); index++) {
    const text = fields.text([...at, index]);
    const port = Number(/(\d{1,5})(?:\/tcp)?$/.exec(text ?? '')?.[1]);
    if (port >= 1 && port <= 65_535) {
      draft.ports.add(port);
    } else if (text !== undefined) {
      draft.losses.missing(fields.file, fields.line([...at, index]), `The port ${text} cannot be published.`);
    }
  }
}
