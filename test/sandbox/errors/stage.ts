import { list, text, type Bench, type Input } from '../caller.ts';

/** What the cases speak of. */
export interface Stage {
  readonly bench: Bench;
  readonly owner: string;
  readonly member: string;
  readonly outsider: string;
  readonly folder: string;
  readonly directory: string;
  /** A settled share of the owner with a vSwitch and the member in it. */
  readonly share: string;
}

export interface Case {
  readonly code: string;
  readonly action: string;
  readonly who?: string;
  readonly region?: string;
  readonly input: Input | ((stage: Stage) => Input | Promise<Input>);
  /** Undoes what the preparation changed for everybody. */
  readonly finish?: (stage: Stage) => Promise<void>;
}

export const vSwitch = (id: string): { ResourceId: string; ResourceType: string } => ({
  ResourceId: id,
  ResourceType: 'VSwitch',
});
export const six = (make: (index: number) => string): string[] =>
  Array.from({ length: 6 }, (_, i) => make(i));
export const name = { ResourceShareName: 'n' };
export const unknownShare = { ResourceShareId: 'rs-000000000000' };
export const own = { ResourceOwner: 'Self' };
export const tag = { Key: 'k', Value: 'v' };
export const twice = <T>(value: T): T[] => [value, value];

export const deleted = async ({ bench }: Stage): Promise<Input> => {
  const id = await bench.create('owner');
  await bench.ok('owner', 'DeleteResourceShare', { ResourceShareId: id });
  return { ResourceShareId: id };
};

export const inFlight = async ({ bench }: Stage): Promise<Input> => ({
  ResourceShareId: await bench.create('owner', { Resources: [vSwitch('vsw-slow')] }),
  Resources: [vSwitch('vsw-slow')],
});

export const leaving = async ({ bench }: Stage): Promise<Input> => {
  const input = await inFlight({ bench } as Stage);
  await bench.settle();
  await bench.ok('owner', 'DisassociateResourceShare', input);
  return input;
};

/** A share that the outsider has accepted. */
export async function accepted(
  { bench, outsider }: Stage,
  Resources: { ResourceId: string; ResourceType: string }[],
): Promise<string> {
  const id = await bench.create('owner', {
    AllowExternalTargets: true,
    Resources,
    Targets: [outsider],
  });
  await bench.settle();
  const invitation = await invitationTo(bench, id);
  await bench.ok('outsider', 'AcceptResourceShareInvitation', {
    ResourceShareInvitationId: invitation,
  });
  await bench.settle();
  return id;
}

export async function invitationTo(bench: Bench, ResourceShareId: string): Promise<string> {
  const content = await bench.ok('outsider', 'ListResourceShareInvitations', {
    ResourceShareIds: [ResourceShareId],
  });
  return text(list(content, 'ResourceShareInvitations')[0] ?? {}, 'ResourceShareInvitationId');
}

export async function invited({ bench, outsider }: Stage): Promise<Input> {
  const id = await bench.create('owner', { AllowExternalTargets: true, Targets: [outsider] });
  return { ResourceShareInvitationId: await invitationTo(bench, id) };
}

export const portfolioChange = async ({ bench, owner }: Stage): Promise<Input> => {
  const ResourceArn = `acs:servicecatalog:cn-hangzhou:${owner}:portfolio/port-slow`;
  const change = (Property: string): Input => ({
    ResourceArns: [ResourceArn],
    ResourceProperties: [{ ResourceArn, Property }],
  });
  const ResourceShareId = await bench.create('owner', change('{"sharePrincipals":true}'));
  return { ResourceShareId, ...change('{"sharePrincipals":false}') };
};

export function shareOf(action: string, { share }: Stage): Input {
  return action === 'CreateResourceShare' ? {} : { ResourceShareId: share };
}

export function arn({ owner }: Stage): string {
  return `acs:vpc:cn-hangzhou:${owner}:vswitch/vsw-arn`;
}
