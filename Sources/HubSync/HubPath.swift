/// What a door asks its hub, by path.
package enum HubPath {
    package static let enrol = "/api/v1/sync/enrol"
    package static let entries = "/api/v1/sync/entries"
    package static let feed = "/api/v1/sync/feed"
    package static let snapshot = "/api/v1/sync/snapshot"
}
