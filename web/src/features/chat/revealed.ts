/** Quiet until wanted: shown on hover and focus, always where there is no hovering. */
export const REVEALED =
  "flex items-center gap-0.5 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100";
