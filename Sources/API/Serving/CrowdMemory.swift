import ServiceLifecycle

/// Gives the memory back that a crowd has held, once it has gone: the allocator keeps what is freed
/// between what is still in use.
struct CrowdMemory: ServiceLifecycle.Service {
    static let secondsBetweenLooks = 5

    let counter: ConnectionCounter
    /// Takes some milliseconds for each hundred MiB.
    let giveBack: @Sendable () -> Void

    func run() async {
        await cancelWhenGracefulShutdown {
            var crowd = Crowd()
            while !Task.isCancelled {
                // Ends early where it is cancelled, which the loop then sees.
                try? await Task.sleep(for: .seconds(Self.secondsBetweenLooks))
                if crowd.hasGone(most: counter.takeMost(), now: counter.served) { giveBack() }
            }
        }
    }

    /// What is remembered of connections that held memory.
    struct Crowd {
        /// So many fewer than there were are a crowd that has gone.
        static let size = 64

        /// It is given back so many looks after they left: what answers them ends a little later,
        /// a stream with its next word.
        private static let looks = [1, 5]

        private var most = 0
        private var looksSince: Int?

        /// Whether it is time to give back what they held: `most` were there since the last look,
        /// `now` are still there.
        mutating func hasGone(most: Int, now: Int) -> Bool {
            self.most = max(self.most, most)
            looksSince? += 1
            defer {
                if self.most - now >= Self.size {
                    self.most = now
                    looksSince = 0
                }
            }
            return looksSince.map(Self.looks.contains) ?? false
        }
    }
}
