/** Questions that wait, and what may be asked next. */
export const queue = {
  title: "Waiting to be sent",
  hint: "Sent one after the other, also when this page is closed.",
  edit: "Edit message",
  remove: "Remove message",
  editing: "Waiting message",
  save: "Save",
  cancel: "Cancel",
  paused: "The queue is paused.",
  goOn: "Go on",
  suggestions: "Suggested questions",
};
