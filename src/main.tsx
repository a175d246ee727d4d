// First, so that a component's own styles win over the base at equal weight.
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createAppUpdates } from './offline/app-updates';
import { createRecognizer } from './recognition/recognizer';
import { App } from './ui/app/app';
import { readBackendChoice } from './ui/backend-choice';

const root = document.getElementById('root');
if (!root) throw new Error('Expected an element #root in index.html.');

const recognizer = createRecognizer({ backend: readBackendChoice(location.search) });
const updates = import.meta.env.PROD ? createAppUpdates() : null;
createRoot(root).render(
  <StrictMode>
    <App recognizer={recognizer} updates={updates} />
  </StrictMode>,
);
