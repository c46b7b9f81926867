import type { Source } from "@/components/ui/sources";
import type { Durations, MessageStatus, Usage } from "./api";

/** What the server says while an answer is made: the AI SDK's UI message stream, as far as we use it. */
export type StreamPart =
  | {
      type: "start";
      messageId: string;
      messageMetadata?: {
        conversationId?: string;
        userMessageId?: string | null;
        model?: string | null;
        /** Of several that are made side by side: all. */
        answers?: { messageId: string; model: string }[];
      };
    }
  | { type: "start-step" | "finish-step" | "abort" }
  | { type: "reasoning-start" | "reasoning-end" | "text-start" | "text-end"; id: string }
  | { type: "reasoning-delta" | "text-delta"; id: string; delta: string }
  | Source
  | { type: "data-queue"; data: { position: number } }
  | { type: "data-error"; data: { code: string; message: string; retryable?: boolean } }
  | { type: "error"; errorText: string }
  | {
      type: "finish";
      messageMetadata?: {
        status?: MessageStatus;
        usage?: Usage | null;
        durations?: Durations | null;
        finishReason?: string | null;
      };
    };
