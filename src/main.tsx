// First, so that a component's own styles win over the base at equal weight.
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createAppUpdates } from './offline/app-updates';
import { createBatchQueue } from './recognition/batch-queue';
import type { FolderEvaluator } from './recognition/evaluate-folder';
import { createExplainTools } from './recognition/explain-tools';
import { createRecognizer } from './recognition/recognizer';
import { createBrowserTools } from './recognition/recognizer-tools';
import { createVoiceCapture } from './recognition/voice-capture';
import { createHistory } from './storage/history';
import { Shell } from './ui/app/shell';
import { readBackendChoice } from './ui/backend-choice';
import { ExplainContext } from './ui/explain/explain-context';
import { keepResults } from './ui/history/keep-results';

const root = document.getElementById('root');
if (!root) throw new Error('Expected an element #root in index.html.');

const backend = readBackendChoice(location.search);
const tools = createBrowserTools(backend);
const recognizer = createRecognizer({ backend }, tools);
const voice = createVoiceCapture(tools.network);
const batch = createBatchQueue(() => createBrowserTools(backend));
const history = createHistory();
keepResults(history, recognizer, batch);
const explainTools = createExplainTools(recognizer, createBrowserTools(backend));
let evaluator: Promise<FolderEvaluator> | null = null;
const openEvaluator = (): Promise<FolderEvaluator> =>
  (evaluator ??= import('./recognition/evaluate-folder').then(({ createEvaluationTools, createFolderEvaluator }) =>
    createFolderEvaluator(createEvaluationTools(backend)),
  ));
const updates = import.meta.env.PROD ? createAppUpdates() : null;
createRoot(root).render(
  <StrictMode>
    <ExplainContext value={explainTools}>
      <Shell
        recognizer={recognizer}
        voice={voice}
        batch={batch}
        history={history}
        openEvaluator={openEvaluator}
        updates={updates}
      />
    </ExplainContext>
  </StrictMode>,
);
