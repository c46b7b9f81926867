import { createContext, useContext } from "react";

type Controls = { wide: boolean; toggle: () => void; openDrawer: () => void };

export const ShellControls = createContext<Controls>({ wide: true, toggle: () => {}, openDrawer: () => {} });
export const useShell = () => useContext(ShellControls);
