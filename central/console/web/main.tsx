import './no-jit.tsx';
import { createRoot } from 'react-dom/client';
import '#renderer/ui/base.ts';
import './console.css';
import { App } from './app.tsx';
import { startStrings } from './strings.tsx';
import { trustNothing } from './trusted.tsx';

trustNothing();
startStrings();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(<App />);
