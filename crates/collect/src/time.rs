//! Time that passes at once, for tests: whatever waits, waits until nothing else can happen.
use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, SystemTime};

use aws_smithy_async::rt::sleep::{AsyncSleep, Sleep};
use aws_smithy_async::time::TimeSource;

/// A clock that moves to the next moment that somebody waits for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Virtual(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    passed: Duration,
    timers: BTreeMap<(Duration, u64), Waker>,
    next: u64,
}

impl Virtual {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// How much time passed.
    pub fn passed(&self) -> Duration {
        self.state().passed
    }

    /// Runs to the end.
    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        loop {
            if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(&waker)) {
                return done;
            }
            if !woken.0.swap(false, SeqCst) {
                let mut state = self.state();
                let timer = state.timers.pop_first();
                let ((at, _), waker) = timer.expect("nothing can happen any more");
                state.passed = at.max(state.passed);
                drop(state);
                waker.wake();
                woken.0.store(false, SeqCst);
            }
        }
    }
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, SeqCst);
    }
}

impl TimeSource for Virtual {
    fn now(&self) -> SystemTime {
        // Of an age at which credentials and certificates are valid.
        SystemTime::UNIX_EPOCH + Duration::from_hours(492_324) + self.passed()
    }
}

impl AsyncSleep for Virtual {
    fn sleep(&self, duration: Duration) -> Sleep {
        let at = self.passed() + duration;
        Sleep::new(Timer {
            time: self.clone(),
            at,
            number: None,
        })
    }
}

struct Timer {
    time: Virtual,
    at: Duration,
    number: Option<u64>,
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let time = self.time.clone();
        let mut state = time.state();
        if state.passed >= self.at {
            return Poll::Ready(());
        }
        let number = self.number.unwrap_or(state.next);
        state.next = state.next.max(number + 1);
        self.number = Some(number);
        state
            .timers
            .insert((self.at, number), context.waker().clone());
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            self.time.state().timers.remove(&(self.at, number));
        }
    }
}
