/**
 * Stands in, in the extension's bundle, for packages that the vendor's signing package loads but does not sign with: an
 * HTTP client, proxies, web sockets, XML. They would be 450 kB to read and run before the first call. See `esbuild.mjs`.
 */
export default undefined;
