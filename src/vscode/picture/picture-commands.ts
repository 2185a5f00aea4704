import type { PictureSubject } from '../../inventory/picture/share-picture.ts';
import type { CommandHandler } from '../commands.ts';
import type { Lazy } from '../lazy.ts';
import { rowId } from '../shares/address.ts';
import { pickShare, type PickParts } from '../shares/pick.ts';
import { pictureSubjects } from './picture-subjects.ts';
import type { Pictures } from './pictures.ts';

interface Parts extends PickParts {
  readonly pictures: Lazy<Pictures>;
}

/** The commands that draw who can use what. */
export function pictureCommands(
  parts: Parts,
): Readonly<Record<'resourceShares.showPicture' | 'resourceShares.exportPicture', CommandHandler>> {
  const { pictures, state } = parts;
  const asked = async (): Promise<readonly PictureSubject[]> => {
    const share = await pickShare(parts, 'any');
    return share ? pictureSubjects([rowId(share)], state) : [];
  };
  return {
    'resourceShares.showPicture': async (row, selected) => {
      const rows = Array.isArray(selected) && selected.length > 1 ? selected : [row];
      const subjects = row === undefined ? await asked() : pictureSubjects(rows, state);
      if (subjects.length > 0) await (await pictures.get()).open(subjects);
    },
    'resourceShares.exportPicture': async () => {
      await pictures.loaded?.exportActive();
    },
  };
}
