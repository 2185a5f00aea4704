/** What tells pages of the history from those of shares, in their addresses. */
export const historyAuthority = 'history';
