import { createContext, type ReactNode, useContext } from "react";

/** A message as the features beside the thread know it. */
export type ShownMessage = { id: string; role: "user" | "assistant"; text: string };

type Slots = {
  /** Among the buttons of a message that is complete. */
  tools?: ((message: ShownMessage) => ReactNode) | undefined;
  /** Always in sight beside them. */
  marks?: ((message: ShownMessage) => ReactNode) | undefined;
};

/** What other features add to each message; put together by the route. */
export const MessageSlots = createContext<Slots>({});
export const useMessageSlots = () => useContext(MessageSlots);
