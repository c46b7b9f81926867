export const temporary = {
  title: "Temporary chat",
  greeting: "Off the record",
  hint: "Nothing of this chat is stored, here or on the server. It is gone when you leave this page or load it again. What it uses still counts in your usage.",
  mark: "Not stored",
  placeholder: "Ask anything; it is not kept",
  cut: "The connection was lost before the answer was complete.",
  leaveTitle: "Leave this chat?",
  leaveHint: "It was not stored. Everything in it will be gone.",
  leave: "Leave",
};
