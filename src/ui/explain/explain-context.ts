import { createContext } from 'react';
import type { ExplainerTools } from '../../explain/window-explainer';

/** Workers to look into a result with, from wherever one is shown; `null` where there are none. */
export const ExplainContext = createContext<ExplainerTools | null>(null);
