#include "store/data_revision.hpp"

namespace tongbao::store {

DataRevision data_revision(Connection& db)
{
    auto query = db.prepare("SELECT version, (SELECT coalesce(max(id), 0) FROM batch) FROM data_version");
    query.step();
    return {query.integer(0), query.id<BatchId>(1)};
}

} // namespace tongbao::store
