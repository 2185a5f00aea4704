import * as z from 'zod/mini';

// Without this zod tries whether it may compile code, which the page's content security policy
// forbids and reports. Has to be imported before any schema is made.
z.config({ jitless: true });
