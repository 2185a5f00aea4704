import { vendor } from './sign.ts';

export type ParameterValue =
  | string
  | number
  | boolean
  | undefined
  | readonly string[]
  | readonly Readonly<Record<string, string>>[];

/** The parameters of a call as the vendor's pages name them. */
export type Parameters = Readonly<Record<string, ParameterValue>>;

/**
 * The form of a call: lists count from 1 (`Targets.1`), pairs follow with a dot (`Resources.1.ResourceId`),
 * empty lists and absent values are left out (reference section 3.2). Keys are sorted and everything is
 * percent-encoded the way signatures are, so that the form of a request is always the same text.
 */
export function formBody(parameters: Parameters): string {
  return Object.entries(vendor().query(parameters))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
