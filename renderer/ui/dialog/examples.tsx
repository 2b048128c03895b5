import { Button } from '../button/button.tsx';
import { Countdown } from '../countdown/countdown.tsx';
import { ErrorSummary } from '../error-summary/error-summary.tsx';
import { doNothing, type ExampleSet } from '../example.ts';
import { Dialog } from './dialog.tsx';

export const dialogExamples: ExampleSet = {
  component: 'dialog',
  examples: [
    {
      name: 'idle',
      alone: true,
      Show: ({ say }) => (
        <Dialog
          isOpen
          kind="idle"
          title={say('您还在吗？', 'Are you still there?')}
          actions={
            <>
              <Button kind="quiet" onPress={doNothing}>
                {say('我还需要时间', 'I need more time')}
              </Button>
              <Button kind="danger" onPress={doNothing}>
                {say('现在退出', 'Leave now')}
              </Button>
            </>
          }
        >
          <Countdown
            seconds={24}
            label={say('秒后自动退出，并清除您的信息', 'seconds, then we leave and clear what you typed')}
          />
        </Dialog>
      ),
    },
    {
      name: 'fault',
      alone: true,
      Show: ({ say }) => (
        <Dialog
          isOpen
          kind="fault"
          title={say('打印机没有纸了', 'The printer is out of paper')}
          actions={
            <>
              <Button kind="primary" icon="refresh" onPress={doNothing}>
                {say('再试一次', 'Try again')}
              </Button>
              <Button kind="quiet" onPress={doNothing}>
                {say('不打印，继续', 'Go on without')}
              </Button>
            </>
          }
        >
          <ErrorSummary
            what={say('回执还没有打印出来。', 'The receipt was not printed.')}
            action={say('等工作人员加纸后，点“再试一次”。', 'Wait for paper, then touch “Try again”.')}
            safety={say('您的申请已经保存，不会丢。', 'Your application is saved.')}
            who={say('大堂工作人员已收到通知。', 'The staff have been told.')}
            code="PRN-002"
          />
        </Dialog>
      ),
    },
    {
      name: 'confirm',
      alone: true,
      Show: ({ say }) => (
        <Dialog
          isOpen
          kind="confirm"
          title={say('要退出吗？', 'Do you want to leave?')}
          onClose={doNothing}
          actions={
            <>
              <Button kind="quiet" onPress={doNothing}>
                {say('继续办理', 'Go on')}
              </Button>
              <Button kind="danger" onPress={doNothing}>
                {say('退出', 'Leave')}
              </Button>
            </>
          }
        >
          <p>{say('还没有提交。退出后，填过的内容会全部清除。', 'Nothing was submitted. All you typed will be cleared.')}</p>
        </Dialog>
      ),
    },
    {
      name: 'info',
      alone: true,
      Show: ({ say }) => (
        <Dialog
          isOpen
          kind="info"
          title={say('需要帮助', 'Help')}
          onClose={doNothing}
          actions={
            <Button kind="quiet" onPress={doNothing}>
              {say('知道了', 'All right')}
            </Button>
          }
        >
          <p>
            {say(
              '大堂工作人员在您左手边的咨询台。也可以拨打 12345。',
              'Staff are at the desk on your left. You may also call 12345.',
            )}
          </p>
        </Dialog>
      ),
    },
  ],
};
