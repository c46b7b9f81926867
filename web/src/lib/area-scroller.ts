/** Marks what the pages of settings and administration scroll in. */
export const AREA_SCROLLER = "data-area-scroller";
