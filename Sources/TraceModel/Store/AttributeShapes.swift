/// Lists of attribute keys, each kept once: spans of one kind have the same keys in the same order, so that a span names
/// its list by a number, its *shape*, in place of a key beside each value.
///
/// ```
/// 0 ── http.method (1) ── http.route (2) ── http.status (3)      a span with three attributes has shape 3
///  ╰── db.system (4) ── db.statement (5)                         one with two has shape 5
/// ```
/// The lists are a tree: a shape is a shorter one and a further key. While a span is read, the tree also says which key
/// probably comes next: the one that came last time.
struct AttributeShapes: Sendable {
    private struct Shape: Sendable {
        /// The shape without the last key.
        var parent: UInt32
        var key: UInt32
        /// How many keys there are.
        var count: UInt32
        /// The longer shape that was asked for last, 0 at first: a guess at the next one.
        var next: UInt32 = 0
    }

    /// The empty shape comes first; its key is one that no text has.
    private var shapes = [Shape(parent: 0, key: .max, count: 0)]
    private var index = HashIndex()
    private let seed = UInt64.random(in: 0 ... .max)

    static let empty: UInt32 = 0

    /// Shapes, the empty one left out.
    var count: Int { shapes.count - 1 }

    /// What a shape takes with its place in the index, roughly.
    static let bytesPerShape = 32

    /// The shape with one more key.
    @inline(__always)
    mutating func extend(_ shape: UInt32, by key: UInt32) -> UInt32 {
        let guess = shapes[Int(shape)].next
        return shapes[Int(guess)].key == key ? guess : look(for: key, behind: shape)
    }

    /// The key that probably follows; one that no text has when there is none yet.
    @inline(__always)
    func likelyKey(behind shape: UInt32) -> UInt32 { shapes[Int(shapes[Int(shape)].next)].key }

    func keyCount(of shape: UInt32) -> Int { Int(shapes[Int(shape)].count) }

    /// The keys of a shape, in order.
    func keys(of shape: UInt32) -> [UInt32] {
        var keys: [UInt32] = []
        keys.reserveCapacity(keyCount(of: shape))
        var rest = shape
        while rest != Self.empty {
            keys.append(shapes[Int(rest)].key)
            rest = shapes[Int(rest)].parent
        }
        return keys.reversed()
    }

    private mutating func look(for key: UInt32, behind shape: UInt32) -> UInt32 {
        let hash = hash(shape, key)
        let known = index.find(hash) { item in shapes[item + 1].parent == shape && shapes[item + 1].key == key }
        let found: Int
        if let known {
            found = known + 1
        } else {
            found = shapes.count
            shapes.append(Shape(parent: shape, key: key, count: shapes[Int(shape)].count + 1))
            index.append(hash)
        }
        shapes[Int(shape)].next = UInt32(found)
        return UInt32(found)
    }

    /// No sender knows the seed, so that none can choose keys that collide.
    private func hash(_ shape: UInt32, _ key: UInt32) -> UInt32 {
        let product = (UInt64(shape) << 32 | UInt64(key) ^ seed).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
        let mixed = (product.high ^ product.low ^ seed).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        return UInt32(truncatingIfNeeded: mixed.high ^ mixed.low)
    }

    /// Forgets the shapes that were added as the so many-th and later.
    mutating func removeAll(from count: Int) {
        while self.count > count, let last = shapes.popLast() {
            index.removeLast(hash(last.parent, last.key))
            // Nobody guesses at what is not there.
            shapes[Int(last.parent)].next = Self.empty
        }
    }

    /// Forgets all shapes.
    mutating func removeAll() {
        index.removeAll()
        shapes.removeSubrange(1...)
        shapes[0].next = Self.empty
    }
}
