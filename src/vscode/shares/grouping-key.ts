/** Where it is kept by what the user groups the shares; nothing there for the plain tree. */
export const groupingKey = 'shares.groupBy';
