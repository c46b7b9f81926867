import { FeedbackButtons } from "@/features/feedback/feedback-buttons";
import { MessageNotes, NoteTool } from "@/features/notes/message-notes";
import type { ShownMessage } from "@/lib/message-slots";

export { NotesButton } from "@/features/notes/notes-button";
export { NotesDock } from "@/features/notes/notes-dock";
export { noteByKey } from "@/features/notes/selection-button";

type Props = { message: ShownMessage; conversation: string };

export const MessageTools = ({ message, conversation }: Props) => (
  <>
    {message.role === "assistant" && <FeedbackButtons conversation={conversation} message={message.id} />}
    <NoteTool message={message} conversation={conversation} />
  </>
);

export const MessageMarks = (props: Props) => <MessageNotes {...props} />;
