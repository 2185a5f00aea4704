import * as vscode from 'vscode';
import { principalKey } from '../../inventory/access/access.ts';
import type { Organizations } from '../../inventory/access/organizations.ts';
import {
  shareNodeKey,
  sharePicture,
  type PictureSubject,
} from '../../inventory/picture/share-picture.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { systemClock } from '../../model/clock.ts';
import { shown } from '../../model/untrusted-text.ts';
import { parsePictureState, type WordedPicture } from '../../webview/picture-protocol.ts';
import type { AccessView } from '../access/access-view.ts';
import { labelOf, resourceName } from '../access/access-words.ts';
import type { Log } from '../log.ts';
import { languageOfWindow, PagePanels, type PagePanel } from '../pages/page-panels.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { SharesView } from '../shares/shares-view.ts';
import { exportPicture } from './export-picture.ts';
import { PictureSession } from './picture-session.ts';
import { subjectKey } from './picture-subjects.ts';
import { standingIn } from '../access/access-words.ts';
import { wordedPicture } from './worded-picture.ts';

/** How long changes are gathered before pictures are drawn again, in milliseconds. */
const gatherMs = 300;

interface Parts {
  readonly extensionUri: vscode.Uri;
  readonly access: AccessView;
  readonly inventory: Pick<Inventory, 'onDidChange'>;
  readonly membership: Pick<Organizations, 'onDidChange' | 'ask'>;
  readonly state: TreeState;
  readonly view: SharesView;
  readonly log: Log;
}

/** The open pictures, each of what it was asked for. */
export class Pictures implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #panels: PagePanels<PictureSession>;
  readonly #stops: readonly (() => void)[];
  #stopTimer: (() => void) | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#panels = new PagePanels(parts.extensionUri, 'picture');
    const later = (): void => {
      this.#stopTimer ??= systemClock.schedule(gatherMs, () => {
        this.#stopTimer = undefined;
        for (const session of this.#panels.sessions) session.refresh();
      });
    };
    this.#stops = [parts.inventory.onDidChange(later), parts.membership.onDidChange(later)];
  }

  /** Opens the picture of something, or shows it where it is open. */
  async open(subjects: readonly PictureSubject[]): Promise<void> {
    const { access, membership } = this.#parts;
    void membership.ask();
    // Of these any share of any account may tell something.
    if (subjects.some(({ kind }) => kind !== 'share')) access.read();
    await access.index.settled();
    const wanted = JSON.stringify(subjects);
    if (this.#panels.reveal((open) => JSON.stringify(open.subjects) === wanted)) return;
    this.#panels.open(this.#panelTitle(subjects), (panel) => this.#start(panel, subjects));
  }

  /** Takes over a panel that VS Code brought back after the window was loaded again. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const kept = parsePictureState(state);
    if (!kept) {
      panel.dispose();
      return;
    }
    this.#parts.access.read();
    void this.#parts.membership.ask();
    const { subjects } = kept;
    this.#panels.attach(panel, panel.title, (own) => this.#start(own, subjects));
  }

  /** Writes down the picture that is in front. */
  async exportActive(): Promise<void> {
    const { active } = this.#panels;
    if (active) await exportPicture(active);
  }

  /** Closes the pictures of which nothing is left, for when an account was removed. */
  closeEmptied(): void {
    this.#panels.close((session) => {
      const before = session.picture.nodes.length;
      session.refresh();
      return before > 0 && session.picture.nodes.length === 0;
    });
  }

  dispose(): void {
    this.#stopTimer?.();
    for (const stop of this.#stops) stop();
    this.#panels.dispose();
  }

  #start(panel: PagePanel, subjects: readonly PictureSubject[]): PictureSession {
    const { log } = this.#parts;
    return new PictureSession(
      (message) => {
        panel.post(message);
      },
      {
        picture: (of) => this.#picture(of),
        open: (key) => this.#open(key),
        export: (session) => exportPicture(session),
        log: (message) => {
          log.info(message);
        },
      },
      { subjects, language: languageOfWindow() },
    );
  }

  #picture(subjects: readonly PictureSubject[]): WordedPicture {
    const { access, state } = this.#parts;
    const picture = sharePicture(access.index, subjects, {
      standingOf: standingIn(access.index, state),
    });
    return wordedPicture(picture, this.#title(subjects), new Set(subjects.map(subjectKey)), state);
  }

  /** Leads to the row of a share, or to that of a resource or a principal in the view *Access*. */
  async #open(key: string): Promise<void> {
    const { access, view, state } = this.#parts;
    const entity = access.index.resource(key) ?? access.index.principal(key);
    if (entity) {
      await vscode.commands.executeCommand('resourceShares.access.focus');
      await access.reveal(entity.kind, entity.key);
      return;
    }
    for (const { id: accountId, cloud, regions } of state.accounts) {
      for (const region of regions) {
        const { entries } = state.snapshot({ accountId, region });
        for (const { share } of entries.values()) {
          if (shareNodeKey({ cloud, region, id: share.id }) !== key) continue;
          const { owner, id: shareId } = share;
          await view.reveal({ kind: 'share', accountId, region, owner, shareId });
          return;
        }
      }
    }
  }

  #panelTitle(subjects: readonly PictureSubject[]): string {
    return vscode.l10n.t('Picture: {0}', shown(this.#title(subjects)));
  }

  #title(subjects: readonly PictureSubject[]): string {
    const [only, ...more] = subjects;
    if (!only || more.length > 0) return vscode.l10n.t('{0} selected rows', subjects.length);
    const { access, state } = this.#parts;
    switch (only.kind) {
      case 'share': {
        const [giving] = access.index.givingsOf(only);
        return giving?.share.entry.share.name.trim() ?? only.id;
      }
      case 'resource': {
        const resource = access.index.resource(only.key);
        return resource ? resourceName(resource) : only.key;
      }
      case 'principal': {
        const { cloud, id } = only;
        const label = labelOf({ ...only, key: principalKey(cloud, id) }, state);
        return label === '' ? id : label;
      }
    }
  }
}
