export interface Folder {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
}

export interface Member {
  readonly accountId: string;
  readonly name: string;
  folderId: string;
}

export type PrincipalKind = 'ResourceDirectory' | 'Folder' | 'Account' | 'Service';

/** The one resource directory of the sandbox: a tree of folders with accounts in it. */
export class Directory {
  readonly id: string;
  readonly rootId: string;
  readonly managementId: string;
  readonly folders = new Map<string, Folder>();
  readonly members = new Map<string, Member>();

  constructor(ids: { id: string; rootId: string; managementId: string }, name: string) {
    this.id = ids.id;
    this.rootId = ids.rootId;
    this.managementId = ids.managementId;
    this.folders.set(ids.rootId, { id: ids.rootId, name: 'Root', parentId: '' });
    this.addMember(ids.managementId, name, ids.rootId);
  }

  addFolder(folder: Folder): void {
    this.folders.set(folder.id, folder);
  }

  addMember(accountId: string, name: string, folderId: string): void {
    this.members.set(accountId, { accountId, name, folderId });
  }

  hasAccount(accountId: string): boolean {
    return this.members.has(accountId);
  }

  /** True when the id is the directory, one of its folders or one of its accounts. */
  has(principalId: string): boolean {
    return (
      principalId === this.id || this.folders.has(principalId) || this.members.has(principalId)
    );
  }

  /** Every principal by which an account is reached: itself, its folders up to the root, the directory. */
  principalsOf(accountId: string): readonly string[] {
    const member = this.members.get(accountId);
    if (member === undefined) return [accountId];
    const principals = [accountId];
    for (let id = member.folderId; id !== ''; id = this.folders.get(id)?.parentId ?? '') {
      principals.push(id);
    }
    return [...principals, this.id];
  }
}

/** What a principal's id says it is; undefined when it is not well formed. */
export function principalKind(id: string): PrincipalKind | undefined {
  if (/^rd-[A-Za-z0-9]+$/.test(id)) return 'ResourceDirectory';
  if (/^(fd|r)-[A-Za-z0-9]+$/.test(id)) return 'Folder';
  if (/^\d{16}$/.test(id)) return 'Account';
  if (/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*\.aliyuncs\.com$/.test(id)) return 'Service';
  return undefined;
}
